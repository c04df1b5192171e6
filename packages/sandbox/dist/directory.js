/** Finds things by the names that people use. Throws an error that names what is missing. */
import { findItem, findLabel, findRepository } from './actions/index.js';
function found(thing, what) {
    if (thing === undefined)
        throw new Error(`The sandbox has no ${what}.`);
    return thing;
}
export function createDirectory(world) {
    const repository = (name) => found(findRepository(world, ...name.split('/', 2)), `repository ${name}`);
    const item = (address) => {
        const [name = '', number = ''] = address.split('#');
        return found(findItem(repository(name), Number(number)), `item ${address}`);
    };
    const same = (one, other) => one.toLowerCase() === other.toLowerCase();
    const user = (login) => found(world.people.find((one) => one.kind === 'User' && !one.deleted && same(one.login, login)), `user ${login}`);
    const organization = (login) => found(world.people.find((one) => one.kind === 'Organization' && same(one.login, login)), `organisation ${login}`);
    const team = (name) => {
        const [login = '', slug = ''] = name.split('/', 2);
        return found(organization(login).teams.find((one) => one.slug === slug), `team ${name}`);
    };
    return {
        repository,
        item,
        issue: (address) => {
            const one = item(address);
            if (one.kind !== 'Issue')
                throw new Error(`${address} is a pull request, not an issue.`);
            return one;
        },
        pull: (address) => {
            const one = item(address);
            if (one.kind !== 'PullRequest')
                throw new Error(`${address} is an issue, not a pull request.`);
            return one;
        },
        user,
        users: (logins) => logins.map(user),
        organization,
        owner: (login) => world.people.some((one) => one.kind === 'Organization' && same(one.login, login))
            ? organization(login)
            : user(login),
        team,
        app: (slug) => found(world.apps.find((one) => one.slug === slug), `App ${slug}`),
        label: (where, name) => found(findLabel(where, name), `label ${name} in ${where.owner.login}/${where.name}`),
        reviewer: (name) => (name.includes('/') ? team(name) : user(name)),
        tip: (where) => found(where.branches.get(where.defaultBranch)?.oid, `default branch in ${where.name}`),
    };
}
