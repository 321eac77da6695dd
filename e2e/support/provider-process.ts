import { type ChildProcess, spawn } from "node:child_process";
import type { JournalCompletion } from "@/lib/sandbox/provider/journal";
import { sandboxProgram } from "@/lib/server/process/sandbox-program";
import { root } from "./launch";

export type { JournalCompletion };

type Journal = {
  readonly total: number;
  /** Connections that the product closed before their response was complete. */
  readonly aborted: number;
  readonly models: Readonly<Record<string, { readonly requests: number; readonly aborted: number }>>;
  readonly completions: readonly JournalCompletion[];
};

/** A model provider that outlives the product, so that its journal can be read after a crash. */
export type ProviderProcess = {
  journal(): Promise<Journal>;
  /** Entries of these marks, in order of arrival. */
  completions(marks: readonly string[]): Promise<readonly JournalCompletion[]>;
  readonly url: string;
  stop(): Promise<void>;
};

/** The only key that the simulator accepts. */
export const providerKey = "sandbox-provider-key";

export async function startProviderProcess(): Promise<ProviderProcess> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, sandboxProgram("source"), {
    cwd: root,
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      SANDBOX_PARTS: "provider",
      SANDBOX_PROVIDER_PORT: "0",
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const url = await addressOf(child);
  const journal = async () => (await (await fetch(`${url}/_sandbox/requests`)).json()) as Journal;
  return {
    url,
    journal,
    completions: async (marks) => {
      const wanted = new Set(marks);
      return (await journal()).completions.filter(({ mark }) => wanted.has(mark));
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error("The provider's process ended before it was ready.")));
    child.once("message", (message: { addresses?: { provider?: string } }) => {
      if (message.addresses?.provider) resolve(message.addresses.provider);
      else reject(new Error("The provider's process did not say where it listens."));
    });
  });
}
