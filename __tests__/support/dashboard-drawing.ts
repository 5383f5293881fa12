import { dashboardBody } from "../../modules/fleet/dashboard-body";
import { GRID_WIDTH, type Widget } from "../../modules/fleet/dashboard-grid";

/** Of a cell of the grid. */
const WIDTH = 40;
const HEIGHT = 20;
const GAP = 4;
const COLOURS = { alarm: "#f7d9d4", metric: "#e4edf6", text: "#f3f3f3" };
/** Letters that fit a cell's width. */
const LETTERS_A_CELL = 5.2;

/** The layout of the dashboard of one node, as a picture for the documents. */
export function dashboardDrawing(): string {
  const { widgets } = dashboardBody({
    name: "mainnet-parity",
    region: "eu-central-1",
    clusterName: "mainnet-parity",
    serviceName: "geth",
    nodes: [{ nodeName: "node-0", chainVolumeId: "vol-0123456789abcdef0", groupName: "mainnet-parity-node-0" }],
    alarmArns: ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:mainnet-parity-node-0-hurts"],
  });
  const height = Math.max(...widgets.map((widget) => widget.y + widget.height));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${GRID_WIDTH * WIDTH} ${height * HEIGHT}" font-family="sans-serif" font-size="13">`,
    "<title>Layout of the CloudWatch dashboard</title>",
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...widgets.flatMap(drawn),
    "</svg>",
    "",
  ].join("\n");
}

function drawn(widget: Widget): string[] {
  const [x, y] = [widget.x * WIDTH, widget.y * HEIGHT];
  const lines = inLines(titleOf(widget), Math.floor(widget.width * LETTERS_A_CELL));
  return [
    `<rect x="${x + GAP / 2}" y="${y + GAP / 2}" width="${widget.width * WIDTH - GAP}" height="${widget.height * HEIGHT - GAP}" rx="4" fill="${COLOURS[widget.type]}" stroke="#8a97a6"/>`,
    ...lines.map((line, at) => `<text x="${x + 12}" y="${y + 16 + 17 * at}" fill="#1b2733">${escaped(line)}</text>`),
  ];
}

function titleOf({ properties }: Widget): string {
  return properties.title ?? String(properties.markdown).split("\n")[0]?.replace(/^#+ /, "") ?? "";
}

function inLines(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= letters) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
