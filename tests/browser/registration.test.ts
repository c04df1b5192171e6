/** The pages on which an administrator registers the App, in the browser. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { readEnvironment } from '../../src/environment/index.ts';
import { startRegistration, type Registration } from '../../src/registration/index.ts';
import { pkcs1 } from '../key.ts';
import { hostileWords } from './hostile-words.ts';
import { axe, browsing, byKeyboard, describeBrowser, fits, textAlone } from './support/index.ts';

let folder: string;
let github: Server;
/** The name of the App that GitHub makes. */
let appName: string;
let registration: Registration;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-registration-'));
  appName = 'Baton';
  github = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', githubUrl());
    if (pathname.endsWith('/settings/apps/new')) {
      // Somebody confirms, and is led back.
      const back = `${registration.url}/probot/setup?code=abc123&state=${searchParams.get('state')}`;
      response.writeHead(303, { location: back }).end();
      return;
    }
    const made = {
      id: 9,
      name: appName,
      html_url: `${githubUrl()}/apps/baton?x="><evil>`,
      pem: pkcs1,
      webhook_secret: 'made by GitHub, long',
      client_id: 'Iv23liABCDEFGHIJKLMN',
      client_secret: '0123456789abcdef0123456789abcdef01234567',
    };
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(made));
  });
  await once(github.listen(0, '127.0.0.1'), 'listening');
  const settings = {
    HOST: '127.0.0.1',
    PORT: '0',
    NO_SMEE_SETUP: 'true',
    GITHUB_API_URL: `${githubUrl()}/api/v3`,
  };
  registration = await startRegistration(
    readEnvironment(settings, folder),
    pino({ level: 'silent' }),
    folder,
  );
});
afterEach(async () => {
  await registration.stop();
  github.closeAllConnections();
  github.close();
  rmSync(folder, { recursive: true });
});

const githubUrl = (): string => `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
const hosts = (): readonly string[] => [registration.url, githubUrl()];

/** Holds a page to all that we ask of pages. */
async function examine(page: Page): Promise<void> {
  await fits(page);
  await axe(page);
  await byKeyboard(page);
  await textAlone(page);
}

describeBrowser('an administrator', () => {
  test('registers the App with the keyboard alone, and sees each step as everybody can', async () => {
    appName = hostileWords.markup;
    await browsing({ hosts: hosts() }, async (open) => {
      const page = await open();
      await page.goto(registration.url);
      await examine(page);
      await page.getByLabel('Name of the App').focus();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('Baton for Acme');
      await page.getByLabel('Show them to me once').press('Space');
      await page.getByRole('button', { name: 'Continue' }).press('Enter');
      await page.getByRole('heading', { name: 'Check this before you go on' }).waitFor();
      await examine(page);
      await page.getByRole('button', { name: /^Continue on 127/ }).press('Enter');
      await page.getByLabel('Settings').waitFor();
      await examine(page);
      await textAlone(page, [`Install ${hostileWords.markup} on a repository`]);
    });
  });

  test('enters the credentials of an App that exists', async () => {
    await browsing({ hosts: hosts() }, async (open) => {
      const page = await open();
      await page.goto(`${registration.url}/probot/import`);
      await examine(page);
    });
  });

  test('is told what is wrong, and sees what was filled in', async () => {
    const expected = [/status of 400/];
    await browsing({ hosts: hosts(), expected }, async (open) => {
      const page = await open();
      await page.goto(registration.url);
      await page.getByLabel('An organization that I own').check();
      await page.getByLabel('Its login').fill('a"><evil>');
      await page.getByRole('button').click();
      await page.getByRole('alert').waitFor();
      await examine(page);
      expect(await page.getByLabel('Its login').inputValue()).toBe('a"><evil>');
    });
  });

  test('may follow a link that somebody else made: its words are text in the fields', async () => {
    await browsing({ hosts: hosts() }, async (open) => {
      const page = await open();
      for (const [name, words] of Object.entries(hostileWords)) {
        // An address that is too long leads nowhere.
        const query = new URLSearchParams({ name: words.slice(0, 200) });
        await page.goto(`${registration.url}/probot?${query.toString()}`);
        expect([name, await page.getByLabel('Name of the App').inputValue()]).toEqual([
          name,
          words.slice(0, 200),
        ]);
        await textAlone(page);
      }
    });
  });
});

describeBrowser('somebody who comes from elsewhere', () => {
  test('is told why nothing is here', async () => {
    await browsing({ hosts: hosts(), expected: [/status of 404/] }, async (open) => {
      const page = await open();
      await page.goto(`${registration.url}/nowhere`);
      await examine(page);
    });
  });
});
