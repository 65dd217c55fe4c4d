// The packages lie where "npm ci" put them, outside this folder.
export default { turbopack: { root: '/' } };
