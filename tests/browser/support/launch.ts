/** The Chromium that this machine has, driven by playwright-core. Nothing is downloaded. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The program's file: `CHROMIUM` names it, or it is on the PATH. Null: there is none. */
export function findChromium(): string | null {
  const given = process.env['CHROMIUM'] ?? '';
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const files = (given === '' ? names : [given]).flatMap((name) =>
    name.includes('/') ? [name] : folders.map((folder) => join(folder, name)),
  );
  return files.find((file) => existsSync(file)) ?? null;
}

/** Starts it with an empty profile of its own, which goes with it. It finds no host but this machine. */
export const launch = (program: string): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    headless: true,
    chromiumSandbox: false,
    // Signals are for whoever started it; it ends with its process all the same.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]',
    ],
  });
