// Components carry no style of their own: what Svelte would add to the page a strict policy refuses.
export default { compilerOptions: { runes: true, modernAst: true } };
