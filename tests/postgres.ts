/**
 * A PostgreSQL for tests: TEST_DATABASE_URL, or a server of our own from this machine's programs, on a socket in a
 * temporary folder. Where there is neither, the tests that need one are skipped, and say so; with NEEDS_POSTGRES=1, they fail.
 */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findPrograms, query, startServer } from './postgres-server.ts';

const given = process.env['TEST_DATABASE_URL'] ?? '';
const programs = given === '' ? findPrograms() : null;
const available = given !== '' || programs !== null;

/** The address of a new, empty database. */
export type NewDatabase = () => Promise<string>;

/** One for all files of a process; it ends with the process. */
let server: Promise<string> | null = null;
const serverOf = (bin: string): Promise<string> =>
  (server ??= startServer(bin, process.getuid?.()).then(({ url }) => url));

/** Tests that need PostgreSQL. */
export function describePostgres(name: string, body: (newDatabase: NewDatabase) => void): void {
  if (!available) {
    if (process.env['NEEDS_POSTGRES'] === '1') {
      test(`${name}: PostgreSQL is needed`, () => {
        expect.fail('Neither initdb nor TEST_DATABASE_URL: these tests must not be skipped here.');
      });
      return;
    }
    console.warn(`Skipped, because there is neither initdb nor TEST_DATABASE_URL: ${name}`);
  }
  describe.skipIf(!available)(name, () => {
    let address = given;
    const made: string[] = [];
    beforeAll(async () => {
      if (programs !== null) address = await serverOf(programs);
    });
    afterAll(async () => {
      for (const each of made) await query(address, `drop database if exists ${each} with (force)`);
    });
    body(async () => {
      const database = `baton_${randomUUID().replaceAll('-', '')}`;
      await query(address, `create database ${database}`);
      made.push(database);
      const url = new URL(address);
      url.pathname = database;
      return url.href;
    });
  });
}
