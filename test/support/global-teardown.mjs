export default async (_globalConfig, { globals: { engine } }) => {
  await globalThis.sharedServers?.[engine]?.stop();
};
