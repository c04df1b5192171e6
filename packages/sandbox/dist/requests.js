/** Points an hour ("Rate limits for the REST API", "Rate limits and query limits for the GraphQL API"). */
const hourly = { core: 5000, graphql: 5000 };
export function createBudgets(clock) {
    const windows = new Map();
    function current(by, resource) {
        const key = `${resource} ${by}`;
        const known = windows.get(key);
        const now = Date.now();
        if (known !== undefined && known.reset > now)
            return known;
        const fresh = { used: 0, reset: now + 3_600_000 };
        windows.set(key, fresh);
        return fresh;
    }
    const show = (by, resource) => {
        const { used, reset } = current(by, resource);
        const limit = hourly[resource];
        return {
            limit,
            used,
            remaining: limit - used,
            reset: Math.ceil((clock.now() + reset - Date.now()) / 1000),
        };
    };
    return {
        look: show,
        spend(by, resource, points) {
            const window = current(by, resource);
            if (window.used + points > hourly[resource])
                return null;
            window.used += points;
            return show(by, resource);
        },
    };
}
