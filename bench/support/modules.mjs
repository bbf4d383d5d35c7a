// Our server as tsc compiled it, module by module.
const { main } = await import('../../dist/cli/main.js');
await main(process.argv.slice(2));
