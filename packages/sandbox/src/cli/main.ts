#!/usr/bin/env node
/** `baton-sandbox`: plays a GitHub, and a Jira, until a signal comes. */
import { help, readArguments, Wrong } from './arguments.ts';
import { open, type Opened } from './open.ts';
import { reportOf, textOf } from './report.ts';
import { readWorldFile } from './world-file.ts';

let opened: Opened | null = null;
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // npm and a terminal send the same signal twice.
    if (isEnding) return;
    isEnding = true;
    void (opened?.close() ?? Promise.resolve()).then(() => process.exit(0));
  });
}

try {
  const asked = readArguments(process.argv.slice(2));
  if (asked === null) console.log(help);
  else {
    opened = await open(asked, readWorldFile(asked.world));
    const report = reportOf(opened);
    console.log(asked.json ? JSON.stringify(report) : textOf(report));
  }
} catch (error) {
  const { code } = error as NodeJS.ErrnoException;
  console.error(`baton-sandbox: ${(error as Error).message}`);
  // 2: what was asked for is wrong; 1: it could not be done here, such as on a port that is taken.
  process.exitCode = error instanceof Wrong || code === undefined ? 2 : 1;
}
