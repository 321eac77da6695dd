import pg from "pg";
import { sqlPool } from "@/lib/db/client";
import { asOwner } from "@/lib/testing/database";
import { testRole } from "@/lib/testing/environment";
import type { Actor } from "@/lib/kernel/actor";
import { updateKey } from "@/lib/keys/update-key";
import { gatewayConnectionName } from "./gateways";

/** Closes all database connections of gateways, whatever they are doing. */
export async function breakConnections(): Promise<void> {
  await sqlPool().query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = $1`,
    [gatewayConnectionName],
  );
}

/** Longer than a shared flush waits, shorter than an admission may take. */
const lockMsMax = 1_500;

/** Locks a wallet until the promise resolves, or for a second and a half. */
export async function lockWallet(workspaceId: string, until: Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select from wallets where workspace_id = $1 for update", [workspaceId]);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([until, new Promise((resolve) => (timer = setTimeout(resolve, lockMsMax)))]);
    clearTimeout(timer);
    await client.query("commit");
  } finally {
    await client.end();
  }
}

/** Renames a key repeatedly, which invalidates the gateways' cached version each time. */
export async function editKey(actor: Actor, keyId: string, edits: number): Promise<void> {
  for (let edit = 0; edit < edits; edit += 1) {
    const changed = await updateKey(actor, { id: keyId }, { name: `edited ${edit}` });
    if (!changed.ok) throw new Error(changed.code);
  }
}

/** Makes the database reject rows of the workspaces listed in `record_faults`. */
export async function prepareRecordFaults(): Promise<void> {
  await asOwner((client) =>
    client.query(`
    create table record_faults (workspace_id uuid primary key, fault text not null);
    create function refuse_record() returns trigger language plpgsql as $$
    declare
      fault text := (select record_faults.fault from record_faults where workspace_id = new.workspace_id);
    begin
      if fault = 'rows' or (fault = 'texts' and new.upstream_id is not null) then
        raise exception 'refused for a test' using errcode = '22021';
      end if;
      if fault = 'passing' and random() < 0.2 then
        raise exception 'refused for a test' using errcode = '40001';
      end if;
      return new;
    end $$;
    create trigger refuse_record before insert on generations for each row execute function refuse_record();
    grant all on record_faults to ${testRole.name}`),
  );
}
