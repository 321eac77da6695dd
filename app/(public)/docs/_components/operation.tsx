import { DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { Disclosure } from "@/components/ui/layout/disclosure";
import type { ApiField, ApiOperation } from "@/lib/api/rules/describe-api";
import { Prose } from "./prose";

/** One operation of the API: what it does, its parameters and body, its responses. */
export function Operation({ operation }: { readonly operation: ApiOperation }) {
  const success = operation.responses.find(({ status }) => status.startsWith("2"));
  return (
    <article
      id={operation.id}
      className="flex scroll-mt-20 flex-col gap-3 rounded-lg border border-line bg-surface-raised p-4 sm:p-5"
    >
      <header className="flex flex-col gap-1">
        <h3 className="text-lg font-semibold">{operation.summary}</h3>
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={operation.method === "GET" ? "info" : "neutral"}>{operation.method}</Badge>
          <code className="font-mono text-sm break-id">{operation.path}</code>
          {operation.needsKey ? null : <Badge tone="positive">no key needed</Badge>}
        </p>
        {operation.description ? (
          <p className="max-w-[72ch] text-ink-muted">
            <Prose text={operation.description} />
          </p>
        ) : null}
      </header>
      <Fields title="Parameters" of={operation} fields={operation.parameters} />
      <Fields title="Body" of={operation} fields={operation.body} />
      <Fields title={`Response ${success?.status ?? ""}`} of={operation} fields={success?.fields ?? []} />
      <p className="text-sm text-ink-muted">
        Responses:{" "}
        <Prose
          text={operation.responses
            .map(({ status, description }) => `${status} ${description.toLowerCase()}`)
            .join(" · ")}
        />
      </p>
    </article>
  );
}

type FieldsProps = {
  readonly title: string;
  readonly of: ApiOperation;
  readonly fields: readonly ApiField[];
};

function Fields({ title, of, fields }: FieldsProps) {
  if (fields.length === 0) return null;
  const isDescribed = fields.some(({ description }) => description !== "");
  return (
    <Disclosure summary={`${title}: ${fields.length} ${fields.length === 1 ? "field" : "fields"}`}>
      <DataTable
        caption={`${title} of ${of.method} ${of.path}`}
        rows={fields}
        rowKey={(field) => field.name}
        columns={[
          {
            id: "name",
            header: "Field",
            rowHeader: true,
            cell: (field) => <code className="font-mono text-sm break-id">{field.name}</code>,
          },
          {
            id: "type",
            header: "Type",
            phone: "detail",
            cell: ({ type, range }) => (
              <span className="text-ink-muted">{range ? `${type}, ${range}` : type}</span>
            ),
          },
          { id: "required", header: "Required", phone: "detail", cell: (field) => <Required of={field} /> },
          ...(isDescribed
            ? [
                {
                  id: "description",
                  header: "Description",
                  phone: "detail" as const,
                  cell: ({ description }: ApiField) => <Prose text={description} />,
                },
              ]
            : []),
        ]}
      />
    </Disclosure>
  );
}

function Required({ of: { required } }: { readonly of: ApiField }) {
  return (
    <>
      <span className="@max-[40rem]/table:hidden">{required ? "yes" : "no"}</span>
      <span className="@min-[40rem]/table:hidden">{required ? "required" : "optional"}</span>
    </>
  );
}
