// The page and the API have one origin, as behind a reverse proxy.
// #region proxy
const target = process.env.JOINT_OPS_URL ?? 'http://localhost:4000';
export default {
  server: { host: '127.0.0.1', proxy: { '/graphql': { target, ws: true } } },
  preview: { host: '127.0.0.1', port: 0, proxy: { '/graphql': { target, ws: true } } },
  build: { target: 'es2022' },
};
// #endregion
