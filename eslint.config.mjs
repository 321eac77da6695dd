import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const bannedFiles = /\/(utils|helpers|misc|common|shared|service|manager|types|constants)(\.tsx?$|\/)/;
const palette =
  "(bg|text|border|ring|fill|stroke|outline|from|to|via|divide|decoration|accent|caret|shadow)-(slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose|black|white)(-\\\\d+)?\\\\b";

/** A file is named by its subject: "utils" or "shared" says nothing about the content. */
const naming = {
  rules: {
    "subject-names": {
      create: (context) => ({
        Program(node) {
          const file = context.filename.replaceAll("\\", "/");
          if (bannedFiles.test(file))
            context.report({ node, message: "Name the file by its subject, not by a drawer." });
          if (!/^[a-z0-9.()[\]_@-]+$/.test(file.split("/").pop() ?? "")) {
            context.report({ node, message: "File names are kebab-case." });
          }
        },
      }),
    },
  },
};

const syntaxBans = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "Only lib/config/env.ts reads the environment.",
  },
  {
    selector: "VariableDeclarator[init.name='process'] > ObjectPattern",
    message: "Only lib/config/env.ts reads the environment.",
  },
  { selector: "MemberExpression[property.name=/Raw(Unsafe)$/]", message: "Unsafe raw SQL is banned." },
  {
    selector: "AssignmentExpression > MemberExpression[property.name='toJSON']",
    message: "Never patch toJSON.",
  },
  {
    selector: "CallExpression[callee.property.name='waitForTimeout']",
    message: "Wait for a state, not for time.",
  },
  { selector: `Literal[value=/${palette}/]`, message: "Use a semantic token, not a palette class." },
  {
    selector: `TemplateElement[value.raw=/${palette}/]`,
    message: "Use a semantic token, not a palette class.",
  },
];

const importBans = { patterns: [{ group: ["../../*"], message: "Use @/ across folders." }] };
const ownFormats =
  "Pages of the console use the viewer's formats: useFormats(), viewerFormats(), or a parameter.";

export default tseslint.config(
  {
    ignores: [
      "node_modules/**",
      ".next/**",
      ".build/**",
      ".data/**",
      ".data-*/**",
      ".test/**",
      "lib/db/generated/**",
      "next-env.d.ts",
      "public/**",
      "screenshots/**",
      "bench-results/**",
      "test-results/**",
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx,mjs}"],
    plugins: { counterfoil: naming },
    rules: {
      "counterfoil/subject-names": "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 4],
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "no-restricted-syntax": ["error", ...syntaxBans],
      "no-restricted-imports": ["error", importBans],
    },
  },
  {
    files: ["lib/**/*.{ts,mjs}", "*.ts"],
    rules: { "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["components/**/*.tsx", "app/**/*.tsx"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        ...syntaxBans,
        {
          selector: "Literal[value=/#[0-9a-fA-F]{3,8}\\b/]",
          message: "Use a semantic token, not a hex color.",
        },
      ],
    },
  },
  {
    files: ["app/(dashboard)/**", "app/api/dashboard/**", "components/**"],
    ignores: ["components/ui/formats.tsx", "**/*.test.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          ...importBans,
          paths: [
            { name: "@/lib/kernel/format", importNames: ["defaultFormats"], message: ownFormats },
            { name: "@/lib/kernel/money", importNames: ["formatDollars"], message: ownFormats },
          ],
        },
      ],
    },
  },
  // A page asks who is calling, parses, reads and composes; what it shows is in components beside it.
  { files: ["app/**/page.tsx", "app/**/page.dev.tsx"], rules: { "max-lines": ["error", { max: 60 }] } },
  {
    // Money must not pass through a float.
    files: ["lib/kernel/money.ts", "lib/ledger/**/*.ts", "lib/billing/**/*.ts", "lib/gateway/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...syntaxBans,
        { selector: "CallExpression[callee.name=/^(parseFloat)$/]", message: "No floats near money." },
        {
          selector: "CallExpression[callee.property.name=/^(toFixed|parseFloat)$/]",
          message: "No floats near money.",
        },
      ],
    },
  },
  // Tests describe whole journeys in one function; a describe block is no function to be kept short.
  {
    files: ["**/*.test.ts", "e2e/**", "lib/testing/**"],
    rules: { "max-lines-per-function": "off", "no-console": "off" },
  },
  // The environment's one reader; the processes that make an environment for the processes they start; test set-up.
  {
    files: [
      "lib/config/**",
      "lib/server/**",
      "lib/sandbox/main.ts",
      "lib/testing/**",
      "e2e/**",
      "**/*.test.ts",
      "proxy.ts",
      "instrumentation.ts",
      "*.config.{ts,mjs}",
      "prisma.config.ts",
    ],
    rules: { "no-restricted-syntax": ["error", ...syntaxBans.slice(2)] },
  },
  // They speak to a person at a terminal.
  { files: ["lib/server/**", "lib/testing/**"], rules: { "no-console": "off" } },
);
