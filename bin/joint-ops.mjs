#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { prepare } from '../scripts/prepare.mjs';

// After eight quiet seconds V8 gives memory back: it drops code that was not used for a while, and all that was compiled for objects of a
// shape of which there is none just then, as between two requests. A thousand requests then took up to three times the CPU (docs/adr/0034).
// Told here, since V8 plans that from the first garbage on.
setFlagsFromString('--gc-memory-reducer-start-delay-ms=1000000000');
setFlagsFromString('--no-flush-bytecode');
// Node 20 compiles small functions that are called once for each request after some ten thousand of them, with this after half as many; later
// versions count calls in place of bytecodes.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=33000');

prepare();
const { main } = await import('../dist/bundle/main.js');
await main(process.argv.slice(2));
