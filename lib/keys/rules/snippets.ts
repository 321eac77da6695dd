/** Ready-to-run calls for a new key. They contain the secret and the base URL, so that they run as they are. */
export function keySnippets(call: {
  readonly secret: string;
  readonly apiBase: string;
  readonly model: string;
}) {
  const body = JSON.stringify({ model: call.model, messages: [{ role: "user", content: "Say hello" }] });
  return {
    curl: [
      `curl ${call.apiBase}/chat/completions \\`,
      `  -H "Authorization: Bearer ${call.secret}" \\`,
      `  -H "Content-Type: application/json" \\`,
      `  -d '${body}'`,
    ].join("\n"),
    openai: [
      `import OpenAI from "openai";`,
      ``,
      `const client = new OpenAI({`,
      `  baseURL: "${call.apiBase}",`,
      `  apiKey: "${call.secret}",`,
      `});`,
      `const completion = await client.chat.completions.create({`,
      `  model: "${call.model}",`,
      `  messages: [{ role: "user", content: "Say hello" }],`,
      `});`,
      `console.log(completion.choices[0].message.content, completion.usage);`,
    ].join("\n"),
    dotenv: `OPENROUTER_API_KEY=${call.secret}`,
  };
}
