import { resources, synthesize } from "../support/synthesize";

test("declares the outputs of the contract, each with a description", () => {
  const { output } = synthesize().node;
  expect(Object.keys(output).sort()).toEqual([
    "access_security_group_id",
    "chain_volume_ids",
    "cluster_name",
    "ecr_repository_url",
    "ecr_repository_urls",
    "elastic_ips",
    "host_log_group_name",
    "log_group_name",
    "name_servers",
    "node_security_group_id",
    "ready_urls",
    "region",
    "rpc_url",
    "service_name",
    "ws_url",
    "zone_id",
  ]);
  for (const declared of Object.values(output)) {
    expect(declared.description).toMatch(/\.$/);
  }
});

test("leads callers of the RPC to the name of all nodes, however many there are", () => {
  const published = ["1", "2"].map((count) => {
    const { node } = synthesize({ ETHNODE_NODE_COUNT: count });
    const parameters = resources(node, "aws_ssm_parameter").filter(({ name }) => /\/(rpc|ws)-url$/.test(String(name)));
    return [
      node.output.rpc_url?.value,
      node.output.ws_url?.value,
      ...parameters.map(({ insecure_value }) => insecure_value),
    ];
  });
  const urls = [`http://rpc.\${var.dns_name}:8545`, `ws://rpc.\${var.dns_name}:8546`];
  expect(published).toEqual([
    [...urls, ...urls],
    [...urls, ...urls],
  ]);
});
