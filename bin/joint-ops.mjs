#!/usr/bin/env node
import { prepare } from '../scripts/prepare.mjs';

prepare();
const { main } = await import('../dist/bundle/main.js');
await main(process.argv.slice(2));
