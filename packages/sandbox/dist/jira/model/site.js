/** The next id of a sort: each has its own sequence, from 10001. */
export function nextId(site, sort) {
    const id = (site.lastIds.get(sort) ?? 10_000) + 1;
    site.lastIds.set(sort, id);
    return id;
}
/**
 * Now, in milliseconds: Jira's time stamps have them, the sandbox's clock has whole seconds. What happens within one
 * second is told apart by its millisecond, in order.
 */
export function moment(site) {
    const second = site.clock.now();
    const next = site.lastMoment + 1;
    site.lastMoment = next > second && next < second + 1000 ? next : Math.max(second, site.lastMoment);
    return site.lastMoment;
}
