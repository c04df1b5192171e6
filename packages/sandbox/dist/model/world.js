/** A database id and the opaque, stable node id that goes with it. */
export function identify(world, prefix) {
    world.lastId += 1;
    return { id: world.lastId, nodeId: nodeIdOf(prefix, world.lastId) };
}
function nodeIdOf(prefix, id) {
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(id, 0, 6);
    return `${prefix}_kwDO${bytes.toString('base64url')}`;
}
/** Makes an entity findable by its node id, and gives it back. */
export function remember(world, entity) {
    world.nodes.set(entity.nodeId, entity);
    return entity;
}
