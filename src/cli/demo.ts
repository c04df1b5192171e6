/** `baton demo`: a story on this machine, for whoever wants to see before they believe. */
import type { Arguments } from '../arguments.ts';
import { SettingError } from '../setting-error.ts';
import { exit, type Exit, type Io } from './command.ts';
import { demoOutput } from './outputs/demo.ts';
import { asJson } from '../published.ts';
import { demo } from './scripts/demo.ts';

const { name } = demo;

export async function run(
  { values: { jira, serve, json } }: Arguments<typeof demo.options>,
  { print, stays }: Io,
): Promise<Exit> {
  if (serve && (jira || json))
    throw new SettingError(
      `${name}: --serve is for the story on GitHub, without ${jira ? '--jira' : '--json'}.`,
    );
  const { tellDemo } = await theDemo();
  const { wrong, steps, serving } = await tellDemo({ jira, serve, print: json ? () => {} : print });
  if (json) print(asJson(demoOutput, { wrong, steps }));
  if (serving !== null) return stays(new Promise<never>(() => {}), () => serving.close());
  return wrong === 0 ? exit.fine : exit.findings;
}

/** @throws SettingError where Baton was installed without it */
async function theDemo() {
  try {
    return await import('../demo/index.ts');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new SettingError(
      `${name}: the GitHub that it plays on is in Baton's repository, and was not installed here. Clone the repository, then: npm ci && npm run demo.`,
      { cause: error },
    );
  }
}
