export default async () => {
  await Promise.all((globalThis.sharedServers ?? []).map((server) => server.stop()));
};
