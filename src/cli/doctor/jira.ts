/**
 * `baton doctor jira`: whether the Jira sites are as the server's settings say. It changes nothing: it reads, and sends
 * Baton what it ignores.
 */
import type { Arguments } from '../../arguments.ts';
import { environmentOf, readEnvironment, SettingError } from '../../environment/index.ts';
import { examineJira, readHeard, type Finding } from '../../jira/index.ts';
import { asking, exit, type Exit, type Io } from '../command.ts';
import { fromJira } from './from-jira.ts';
import { outputOf } from './show.ts';
import { policyIn } from './policy-file.ts';
import { doctorOutput } from '../outputs/doctor.ts';
import { asJson } from '../../published.ts';
import { printable } from '../printable.ts';
import type { doctor } from '../scripts/doctor.ts';

const marks = { ok: '✓', note: '!', wrong: '✗' } as const satisfies Readonly<
  Record<Finding['level'], string>
>;

export async function run({ values }: Arguments<typeof doctor.options>, { print }: Io): Promise<Exit> {
  if (values.base.length > 0 && values.policy === null)
    throw new SettingError('baton doctor: --base needs --policy, the file that builds on it.');
  const url = values.url === null ? null : addressIn(values.url);
  const { jira: sites = [], databaseUrl, dataDir } = readEnvironment(environmentOf());
  const { policy, problems } =
    values.policy === null ? { policy: null, problems: [] } : policyIn(values.policy, values.base);
  const heard = await asking(() =>
    readHeard(
      databaseUrl ?? dataDir,
      sites.map(({ name }) => name),
    ),
  );
  const findings = [
    ...(sites.length === 0 ? [noSite] : []),
    ...problems,
    ...(await examineJira(sites, { policy, url, heard })),
  ];
  if (values.json)
    print(asJson(doctorOutput, outputOf(findings.map(fromJira), { examinedAs: null, repository: null })));
  else show(findings, print);
  return findings.some(({ level }) => level === 'wrong') ? exit.findings : exit.fine;
}

const noSite: Finding = {
  site: null,
  level: 'wrong',
  what: 'The server knows no Jira site.',
  remedy: 'Write a file with the sites, and name it in JIRA_CONFIG.',
};

/** Where Baton is, without a slash at the end. @throws SettingError */
export function addressIn(text: string): string {
  const isPlain = URL.canParse(text) && /^https?:\/\/[^?#@\s]+$/i.test(text);
  if (!isPlain || text.includes('/jira/webhooks'))
    throw new SettingError(
      '--url must be where Baton is, such as https://baton.example.com: without a query, a name or a password, and without /jira/webhooks, which the doctor adds.',
    );
  return new URL(text).href.replace(/(?<!\/)\/+$/, '');
}

function show(findings: readonly Finding[], print: (line: string) => void): void {
  let site: string | null = null;
  for (const finding of findings) {
    if (finding.site !== site && finding.site !== null) print(`${finding.site}:`);
    ({ site } = finding);
    const words = finding.remedy === null ? finding.what : `${finding.what} ${finding.remedy}`;
    print(`${marks[finding.level]} ${printable(words)}`);
  }
  const count = (level: Finding['level']): number => findings.filter((each) => each.level === level).length;
  const [wrong, notes] = [count('wrong'), count('note')];
  print(wrong + notes === 0 ? 'All is well.' : `${wrong} wrong (✗), ${notes} to look at (!).`);
}
