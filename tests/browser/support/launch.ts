/** The Chromium that this machine has, driven by playwright-core. Nothing is downloaded. */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

const runner = fileURLToPath(new URL('chromium.sh', import.meta.url));

/** Starts it with an empty profile of its own, which goes with it. It finds no host but this machine. */
export function launch(program: string): Promise<Browser> {
  const artifacts = mkdtempSync(join(tmpdir(), 'baton-browser-'));
  return chromium.launch({
    executablePath: runner,
    artifactsDir: artifacts,
    env: { ...process.env, CHROMIUM: program, ARTIFACTS: artifacts },
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
}
