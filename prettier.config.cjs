module.exports = {
    plugins: [require.resolve("@prettier/plugin-xml")],
    printWidth: 88,
    tabWidth: 4,
    bracketSameLine: false,
    xmlWhitespaceSensitivity: "preserve",
    overrides: [{ files: ["*.yml", "*.yaml"], options: { tabWidth: 2 } }],
};
