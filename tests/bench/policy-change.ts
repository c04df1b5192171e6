/**
 * What a change of a policy costs where five thousand issues are open, in compressed time: all of them are listed and
 * evaluated under a new deadline, and then the policy is written again as it was, with a comment.
 */
import { startSandbox, type Sandbox } from '@baton/sandbox';

import { registerBaton, secret } from '../baton.ts';
import type { Figures } from './compare.ts';
import { listenToRequests } from './organization/causes.ts';
import { finish, serve, settle } from './organization/serve.ts';
import { createCompressedTime, type CompressedTime } from './organization/time.ts';

const repository = 'acme/shop';
const issues = 5000;
const pulls = 20;
/** GitHub's smallest limit of an hour. */
const limit = 5000;
const hour = 3_600_000;

const policy = (days: number): string =>
  `roles: { pm: [maria], engineer: [anton] }\ngates: { spec: { preset: spec, deadline: ${days} working days } }\n`;

export async function benchPolicyChange(): Promise<Figures> {
  const time = createCompressedTime(Math.floor(Date.now() / 1000) * 1000);
  const github = await startSandbox({ clock: time.github, checkAnswers: false, hourly: () => limit });
  fill(github, time);
  const asked = listenToRequests(github);
  const looks = new Map<string, number>();
  const service = await serve(github, time, asked, looks);
  github.hook('baton', { url: `${service.url}/api/github/webhooks`, secret });
  const served = { github, time, service, asked };
  github.install('baton', 'acme');
  await finish(served);
  const { round } = service.github.requestsByUrgency();
  console.log(
    `\na policy change over ${issues} open issues, after a cold start of ${asked.count()} requests`,
  );

  const push = (text: string): void =>
    void github.as('olga').push(repository, 'main', { files: { '.github/roles.yml': text } });
  const begin = (): void => {
    time.advance(hour);
    asked.forget();
    looks.clear();
    github.requests.length = 0;
  };
  begin();
  const began = time.now();
  push(policy(21));
  await finish(served);
  const hours = (time.now() - began) / hour;
  const names = github.requests.flatMap(({ operation }) => operation ?? []);
  const pages = names.filter((name) => name === 'OpenItems').length;
  const requests = asked.count();
  const ofItems = [...looks].filter(([key]) => / (issue|pull-request) \d+$/.test(key));
  const evaluated = ofItems.reduce((sum, [, count]) => sum + count, 0);
  const causes = [...asked.byCause()].map(([cause, count]) => `${cause} ${count}`).join(', ');
  console.log(
    `  ${requests} requests (${causes}), ${pages} pages of lists, ${service.github.requestsByUrgency().round - round} as a round; ${evaluated} evaluations; ${((100 * requests) / limit).toFixed(0)} % of an hour’s limit within ${hours.toFixed(2)} hours`,
  );

  begin();
  push(`# The same.\n${policy(21)}`);
  await settle(served);
  const same = asked.count();
  console.log(`  ${same} requests for a policy that means the same`);
  await service.stop();
  asked.stop();
  await github.close();
  return {
    'requests for a policy change over 5,000 issues': [requests],
    'pages of the list of 5,000 issues': [pages],
    'share of an hour’s limit for it': [(100 * requests) / limit],
    'hours until all are evaluated': [hours],
    'evaluations of each item': [evaluated / (issues + pulls)],
    'requests for a policy that means the same': [same],
  };
}

function fill(github: Sandbox, time: CompressedTime): void {
  for (const login of ['olga', 'maria', 'anton']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton'] });
  github.repository(repository, {
    private: true,
    collaborators: { maria: 'write', anton: 'write' },
    files: { 'README.md': '# Shop\n', '.github/roles.yml': policy(20) },
  });
  const maria = github.as('maria');
  for (let number = 1; number <= issues; number += 1) {
    if (number % 50 === 0) time.advance(1000);
    maria.openIssue(repository, { title: `Coupons ${number}`, body: 'One coupon per order.' });
  }
  const anton = github.as('anton');
  for (let at = 0; at < pulls; at += 1) {
    const head = `work-${at}`;
    anton.push(repository, head, { files: { [`${head}.txt`]: head } });
    anton.openPull(repository, { title: `Work ${at}`, body: `Closes #${1 + at}`, head });
  }
  // What was opened in the minute before Baton came could be meant for it.
  time.advance(hour);
  registerBaton(github);
}
