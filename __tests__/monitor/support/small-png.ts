import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE_BYTES = 8;
const MOST_COLOURS = 256;
const CHANNELS = 3;

/** A browser's picture with 256 colours at most: a third of the bytes, and the same to the eye. */
export function smallPng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = Buffer.from(chunks.find(({ type }) => type === "IHDR")?.data ?? []);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const data = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map((chunk) => chunk.data));
  const pixels = unfiltered(inflateSync(data), width, height);

  const colours = Array.from({ length: width * height }, (_, at) => pixels.readUIntBE(at * CHANNELS, CHANNELS));
  const { palette, indexOf } = paletteOf(colours);
  // A byte in front of each row: not filtered.
  const rows = Buffer.alloc(height * (width + 1));
  for (const [at, colour] of colours.entries()) {
    rows[at + Math.floor(at / width) + 1] = indexOf(colour);
  }
  // Eight bits a pixel, each the number of a colour.
  header.writeUInt16BE(0x0803, 8);
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const body = Buffer.concat([Buffer.from(type), data]);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The most frequent colours, and for each colour the number of the nearest. */
function paletteOf(colours: readonly number[]) {
  const counts = new Map<number, number>();
  for (const colour of colours) {
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([, one], [, other]) => other - one).slice(0, MOST_COLOURS);
  const palette = Buffer.alloc(frequent.length * CHANNELS);
  for (const [index, [colour]] of frequent.entries()) {
    palette.writeUIntBE(colour, index * CHANNELS, CHANNELS);
  }
  const distance = (one: number, other: number) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
  const nearest = new Map<number, number>();
  for (const colour of counts.keys()) {
    const distances = frequent.map(([other]) => distance(colour, other));
    nearest.set(colour, distances.indexOf(Math.min(...distances)));
  }
  return { palette, indexOf: (colour: number) => nearest.get(colour) as number };
}

/** The pixels row by row; a PNG has the difference of each byte to one of four guesses from its neighbours. */
function unfiltered(filtered: Buffer, width: number, height: number): Buffer {
  const stride = width * CHANNELS;
  const pixels = Buffer.alloc(height * stride);
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (stride + 1)] as number;
    for (let column = 0; column < stride; column++) {
      const at = row * stride + column;
      const left = column < CHANNELS ? 0 : (pixels[at - CHANNELS] as number);
      const above = row === 0 ? 0 : (pixels[at - stride] as number);
      const corner = column < CHANNELS || row === 0 ? 0 : (pixels[at - stride - CHANNELS] as number);
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] as number;
      pixels[at] = (filtered[row * (stride + 1) + 1 + column] as number) + guess;
    }
  }
  return pixels;
}

function paeth(left: number, above: number, corner: number): number {
  const guesses = [left, above, corner];
  const errors = guesses.map((guess) => Math.abs(left + above - corner - guess));
  return guesses[errors.indexOf(Math.min(...errors))] as number;
}
