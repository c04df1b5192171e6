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

/** Tests that need PostgreSQL: one server for all of them. */
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
    let server: { readonly url: string; stop(): Promise<void> } | null = null;
    const made: string[] = [];
    beforeAll(async () => {
      server =
        programs === null
          ? { url: given, stop: async () => {} }
          : await startServer(programs, process.getuid?.());
    });
    afterAll(async () => {
      if (programs === null)
        for (const each of made) await query(given, `drop database if exists ${each} with (force)`);
      await server?.stop();
    });
    body(async () => {
      const database = `baton_${randomUUID().replaceAll('-', '')}`;
      await query(server?.url ?? given, `create database ${database}`);
      made.push(database);
      const url = new URL(server?.url ?? given);
      url.pathname = database;
      return url.href;
    });
  });
}
