/** Check runs and suites, as REST answers and webhooks show them. */
import { timestamp, timestampOrNull } from '../clock.js';
import { suiteStatus, } from '../model/index.js';
import { showApp } from './account.js';
import { baseOid } from './pull.js';
import { repositoryPage, repositoryUrl, showRepository } from './repository.js';
import { emailOf } from './commit.js';
/** Open pull requests whose head is the commit. */
function pullsWithHead(suite) {
    return [...suite.repository.items.values()].filter((item) => item.kind === 'PullRequest' && item.state === 'open' && item.headOid === suite.headOid);
}
function showPullReference(world, pull) {
    const end = (repository, ref, sha) => ({
        ref,
        sha,
        repo: { id: repository.id, url: repositoryUrl(world, repository), name: repository.name },
    });
    return {
        url: `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`,
        id: pull.id,
        number: pull.number,
        head: end(pull.headRepository, pull.headRef, pull.headOid),
        base: end(pull.repository, pull.baseRef, baseOid(pull)),
    };
}
export function runPage(world, run) {
    return `${repositoryPage(world, run.suite.repository)}/runs/${run.id}`;
}
export function showRun(world, run) {
    const { suite } = run;
    const url = `${repositoryUrl(world, suite.repository)}/check-runs/${run.id}`;
    return {
        id: run.id,
        name: run.name,
        node_id: run.nodeId,
        head_sha: suite.headOid,
        external_id: run.externalId,
        url,
        html_url: runPage(world, run),
        details_url: run.detailsUrl ?? runPage(world, run),
        status: run.status,
        conclusion: run.conclusion,
        started_at: timestamp(run.startedAt),
        completed_at: timestampOrNull(run.completedAt),
        output: {
            title: run.title,
            summary: run.summary,
            text: run.text,
            annotations_count: run.annotations.length,
            annotations_url: `${url}/annotations`,
        },
        check_suite: { id: suite.id },
        app: showApp(world, suite.app),
        pull_requests: pullsWithHead(suite).map((pull) => showPullReference(world, pull)),
    };
}
/** In webhooks a run carries its suite. */
export function showRunInWebhook(world, run) {
    const { repository: _, head_commit: __, latest_check_runs_count: ___, check_runs_url: ____, ...suite } = showSuite(world, run.suite);
    return { ...showRun(world, run), check_suite: suite };
}
export function showSuite(world, suite) {
    const url = `${repositoryUrl(world, suite.repository)}/check-suites/${suite.id}`;
    const { status, conclusion } = suiteStatus(suite);
    const commit = suite.repository.commits.get(suite.headOid);
    return {
        id: suite.id,
        node_id: suite.nodeId,
        head_branch: suite.headBranch,
        head_sha: suite.headOid,
        status,
        conclusion,
        url,
        before: commit?.parents[0] ?? null,
        after: suite.headOid,
        pull_requests: pullsWithHead(suite).map((pull) => showPullReference(world, pull)),
        app: showApp(world, suite.app),
        repository: showRepository(world, suite.repository),
        created_at: timestamp(suite.createdAt),
        updated_at: timestamp(suite.updatedAt),
        head_commit: commit === undefined
            ? { id: suite.headOid, tree_id: '', message: '', timestamp: '', author: null, committer: null }
            : {
                id: commit.oid,
                tree_id: commit.treeOid,
                message: commit.message,
                timestamp: timestamp(commit.at),
                author: { name: commit.author.login, email: emailOf(commit.author) },
                committer: { name: commit.author.login, email: emailOf(commit.author) },
            },
        latest_check_runs_count: suite.runs.length,
        check_runs_url: `${url}/check-runs`,
    };
}
export function showAnnotation(world, run, annotation) {
    const page = repositoryPage(world, run.suite.repository);
    return {
        path: annotation.path,
        blob_href: `${page}/blob/${run.suite.headOid}/${annotation.path}`,
        start_line: annotation.startLine,
        start_column: annotation.startColumn,
        end_line: annotation.endLine,
        end_column: annotation.endColumn,
        annotation_level: annotation.level,
        title: annotation.title,
        message: annotation.message,
        raw_details: annotation.rawDetails,
    };
}
