import { keySnippets } from "./snippets";

const variable = "$OPENROUTER_API_KEY";

/** A first call in several languages, with the key from an environment variable. */
export function callSnippets(call: { readonly apiBase: string; readonly model: string }) {
  const { curl, openai } = keySnippets({ secret: variable, ...call });
  const python = [
    "import os",
    "from openai import OpenAI",
    "",
    `client = OpenAI(base_url="${call.apiBase}", api_key=os.environ["OPENROUTER_API_KEY"])`,
    "completion = client.chat.completions.create(",
    `    model="${call.model}",`,
    '    messages=[{"role": "user", "content": "Say hello"}],',
    ")",
    "print(completion.choices[0].message.content, completion.usage)",
  ].join("\n");
  return [
    { label: "curl", code: curl },
    { label: "TypeScript", code: openai.replace(`"${variable}"`, "process.env.OPENROUTER_API_KEY") },
    { label: "Python", code: python },
  ];
}
