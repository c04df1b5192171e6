/** `baton demo`: a story on this machine, for whoever wants to see before they believe. */
import type { Arguments } from '../arguments.ts';
import { errorMessageOf } from '../error-message.ts';
import { CannotListen, SettingError } from '../setting-error.ts';
import { CannotTell, exit, type Exit, type Io } from './command.ts';
import { demoOutput } from './outputs/demo.ts';
import { asJson } from '../published.ts';
import { demo } from './scripts/demo.ts';

const { name } = demo;

export async function run(
  { values: { jira, serve, json, port } }: Arguments<typeof demo.options>,
  { print, stays }: Io,
): Promise<Exit> {
  if (serve && (jira || json))
    throw new SettingError(
      `${name}: --serve is for the story on GitHub, without ${jira ? '--jira' : '--json'}.`,
    );
  if (port !== 0 && !serve) throw new SettingError(`${name}: --port is for --serve.`);
  const { serveStage, tellDemo } = await theDemo();
  if (serve) {
    const stage = await serveStage({ port }).catch(elsewhere(port));
    print(`Open ${stage.url}
A made-up GitHub is there, with Baton beside it: press “Next”, or act as anybody yourself. It is on this machine alone.
Ctrl+C ends it.`);
    return stays(new Promise<never>(() => {}), () => stage.close());
  }
  const { wrong, steps } = await tellDemo({ jira, print: json ? () => {} : print });
  if (json) print(asJson(demoOutput, { wrong, steps }));
  return wrong === 0 ? exit.fine : exit.findings;
}

/** @throws CannotTell where the port cannot be had */
const elsewhere =
  (port: number) =>
  (error: unknown): never => {
    if (!(error instanceof CannotListen)) throw error;
    const { cause } = error;
    const isUsed = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    const why = isUsed ? 'is already in use' : `cannot be listened on (${errorMessageOf(cause)})`;
    throw new CannotTell(`${name}: port ${port} ${why}. Take another one with --port.`, { cause: error });
  };

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
