/** As much of git as is needed: content-addressed blobs and commits, histories, differences, merges. */
import { createHash } from 'node:crypto';
import { remember, } from './model/index.js';
import { Refusal } from './refusal.js';
function sha1(kind, content) {
    const bytes = Buffer.from(content);
    return createHash('sha1').update(`${kind} ${bytes.length}\0`).update(bytes).digest('hex');
}
/** Stores a blob; its oid is the one that git itself would compute. */
function writeBlob(world, repository, content) {
    const bytes = Buffer.from(content);
    const oid = sha1('blob', bytes);
    const known = repository.blobs.get(oid);
    if (known !== undefined)
        return known;
    const blob = { kind: 'Blob', nodeId: `B_${repository.id}_${oid}`, repository, oid, bytes };
    repository.blobs.set(oid, blob);
    return remember(world, blob);
}
export function writeCommit(world, repository, draft) {
    const at = world.clock.now();
    const treeOid = sha1('tree', [...draft.tree]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, oid]) => `${oid} ${path}`)
        .join('\n'));
    const header = [
        `tree ${treeOid}`,
        ...draft.parents.map((oid) => `parent ${oid}`),
        `author ${nameOfAuthor(draft.author)} ${at}`,
    ];
    const plain = sha1('commit', `${header.join('\n')}\n\n${draft.message}`);
    // Two like commits within one second would be one commit in git; here each push is its own.
    const oid = repository.commits.has(plain) ? sha1('commit', `${plain} ${repository.commits.size}`) : plain;
    const commit = {
        ...draft,
        kind: 'Commit',
        nodeId: `C_${repository.id}_${oid}`,
        repository,
        oid,
        treeOid,
        at,
    };
    repository.commits.set(oid, commit);
    return remember(world, commit);
}
function nameOfAuthor(author) {
    return `${author.login} <${author.id}+${author.login}@users.noreply.github.com>`;
}
export function applyChanges(world, repository, tree, changes) {
    const next = new Map(tree);
    for (const [path, content] of Object.entries(changes)) {
        if (content === null)
            next.delete(path);
        else
            next.set(path, writeBlob(world, repository, content).oid);
    }
    return next;
}
export function commitOf(repository, oid) {
    const commit = repository.commits.get(oid);
    if (commit === undefined)
        throw new Refusal('UNPROCESSABLE', `No commit found for SHA: ${oid}`);
    return commit;
}
/** A branch's name, `refs/heads/…`, `heads/…`, `HEAD`, a full or an abbreviated oid → commit. */
export function resolveRevision(repository, revision) {
    const name = revision === 'HEAD' ? repository.defaultBranch : revision.replace(/^(refs\/)?heads\//, '');
    const branch = repository.branches.get(name);
    if (branch !== undefined)
        return repository.commits.get(branch.oid);
    const exact = repository.commits.get(revision);
    if (exact !== undefined || !/^[0-9a-f]{7,39}$/.test(revision))
        return exact;
    return [...repository.commits.values()].find((one) => one.oid.startsWith(revision));
}
/** A commit and all before it, newest first as far as parents tell. */
export function ancestry(repository, oid) {
    const seen = new Set();
    const open = [oid];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (seen.has(next))
            continue;
        seen.add(next);
        open.push(...commitOf(repository, next).parents);
    }
    return seen;
}
/** Commits reachable from `head` and not from `base`, oldest first. */
export function commitsBetween(repository, base, head) {
    const known = ancestry(repository, base);
    const order = [];
    const seen = new Set();
    const visit = (oid) => {
        if (known.has(oid) || seen.has(oid))
            return;
        seen.add(oid);
        const commit = commitOf(repository, oid);
        for (const parent of commit.parents)
            visit(parent);
        order.push(commit);
    };
    visit(head);
    return order;
}
/** The newest commit that both have. */
export function mergeBase(repository, one, other) {
    const known = ancestry(repository, one);
    let front = [other];
    while (front.length > 0) {
        const hit = front.find((oid) => known.has(oid));
        if (hit !== undefined)
            return hit;
        front = front.flatMap((oid) => commitOf(repository, oid).parents);
    }
    return null;
}
/** What changed from one tree to another. A file that went and a like one that came are a rename. */
export function changedFiles(repository, before, after) {
    const removed = [...before].filter(([path]) => !after.has(path));
    const changes = [];
    for (const [path, oid] of after) {
        const old = before.get(path);
        if (old === oid)
            continue;
        if (old !== undefined) {
            changes.push({
                path,
                previousPath: null,
                status: 'modified',
                oid,
                ...lineCounts(repository, old, oid),
            });
            continue;
        }
        const from = removed.findIndex(([, gone]) => gone === oid || similar(repository, gone, oid));
        const [source] = from === -1 ? [] : removed.splice(from, 1);
        changes.push(source === undefined
            ? { path, previousPath: null, status: 'added', oid, ...lineCounts(repository, null, oid) }
            : {
                path,
                previousPath: source[0],
                status: 'renamed',
                oid,
                ...lineCounts(repository, source[1], oid),
            });
    }
    for (const [path, oid] of removed) {
        changes.push({ path, previousPath: null, status: 'removed', oid, ...lineCounts(repository, oid, null) });
    }
    return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}
function linesOf(repository, oid) {
    const text = oid === null ? '' : (repository.blobs.get(oid)?.bytes.toString('utf8') ?? '');
    return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
/** Lines that are only in one of the two, counted as a bag: enough for totals, no patch. */
function lineCounts(repository, before, after) {
    const rest = new Map();
    for (const line of linesOf(repository, before))
        rest.set(line, (rest.get(line) ?? 0) + 1);
    let additions = 0;
    for (const line of linesOf(repository, after)) {
        const left = rest.get(line) ?? 0;
        if (left === 0)
            additions += 1;
        else
            rest.set(line, left - 1);
    }
    return { additions, deletions: [...rest.values()].reduce((sum, count) => sum + count, 0) };
}
function similar(repository, before, after) {
    const { additions } = lineCounts(repository, before, after);
    const total = linesOf(repository, after).length;
    return total > 0 && additions * 2 < total;
}
/** A three-way merge by file, or null where both sides changed one file in different ways. */
export function mergeTrees(base, ours, theirs) {
    const merged = new Map(ours);
    for (const path of new Set([...base.keys(), ...theirs.keys()])) {
        const [was, here, there] = [base.get(path), ours.get(path), theirs.get(path)];
        if (there === was || there === here)
            continue;
        if (here !== was)
            return null;
        if (there === undefined)
            merged.delete(path);
        else
            merged.set(path, there);
    }
    return merged;
}
