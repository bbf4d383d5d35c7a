// Bundles the explorer into dist/explorer, with its workers and fonts: nothing is loaded from elsewhere, and React is no runtime dependency.
export default {
  base: '/explorer/',
  build: {
    target: 'es2022',
    outDir: '../dist/explorer',
    emptyOutDir: true,
    chunkSizeWarningLimit: 8000,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  logLevel: 'error',
};
