export function createFaults() {
    const box = createFaultBox();
    const mutations = [];
    return {
        ...box,
        addForMutations: (fault) => void mutations.push({ fault, left: fault.times ?? 1 }),
        takeMutation: (mutation) => take(mutations, (fault) => fault.match(mutation)),
        clear: () => {
            box.clear();
            mutations.length = 0;
        },
        pending: () => box.pending() || mutations.some((one) => one.left > 0),
    };
}
export function createFaultBox() {
    const requests = [];
    const deliveries = [];
    return {
        add: (fault) => void requests.push({ fault, left: fault.times ?? 1 }),
        addForDeliveries: (fault) => void deliveries.push({ fault, left: fault.times ?? 1 }),
        clear: () => {
            requests.length = 0;
            deliveries.length = 0;
        },
        pending: () => [...requests, ...deliveries].some((one) => one.left > 0),
        takeRequest: (request) => take(requests, (fault) => fault.match(request)),
        takeDelivery: (delivery) => take(deliveries, (fault) => fault.match(delivery)),
    };
}
function take(waiting, matches) {
    const hit = waiting.find((one) => one.left > 0 && matches(one.fault));
    if (hit === undefined)
        return null;
    hit.left -= 1;
    return hit.fault;
}
