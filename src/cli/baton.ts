#!/usr/bin/env node
/** `baton`: one command for whoever writes a policy, asks why something is blocked, or runs the service. */
import { exit, stderr, versions } from 'node:process';

const [major = '0'] = versions.node.split('.');
if (Number(major) < 24) {
  stderr.write(`baton needs Node 24 or newer, and this is Node ${versions.node}.\n`);
  exit(2);
}

// Older ones do not have what this imports, and could not say so.
const { keepCompiled } = await import('../compiled.ts');
const { bundled } = await import('../bundle.ts');
keepCompiled();
const file = bundled('program.js');
await (file === null ? import('./program.ts') : import(file));
