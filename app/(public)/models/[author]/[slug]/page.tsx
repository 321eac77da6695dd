import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { PublicNotFound } from "@/app/_components/public-not-found";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { catalog } from "@/lib/catalog/catalog";
import type { Model } from "@/lib/catalog/rules/catalog";
import { modelIdOf } from "@/lib/catalog/rules/model-path";
import { paths } from "@/lib/kernel/paths";
import { ModelDetails } from "@/app/(public)/models/_components/model-details";

type ModelPageProps = { readonly params: Promise<{ readonly author: string; readonly slug: string }> };

async function findModel({ params }: ModelPageProps): Promise<Model | null> {
  const { author, slug } = await params;
  const id = modelIdOf([author, slug]);
  return (id !== null && catalog().modelById.get(id)) || null;
}

export async function generateMetadata(props: ModelPageProps): Promise<Metadata> {
  return { title: (await findModel(props))?.id ?? "Page not found" };
}

export default async function ModelPage(props: ModelPageProps) {
  const model = await findModel(props);
  if (!model) return <PublicNotFound />;
  return (
    <Stack gap="roomy">
      <Stack gap="tight">
        <nav aria-label="Breadcrumb" className="text-sm">
          <TextLink href={paths.models}>All models</TextLink>
        </nav>
        <PageHeader
          title={model.name}
          sentence={model.description || "No description."}
          action={
            <LinkButton
              href={`${paths.keys}?new=1&model=${encodeURIComponent(model.id)}`}
              variant="primary"
              icon={<Plus aria-hidden />}
            >
              Create key
            </LinkButton>
          }
        />
        <p className="flex items-center gap-1">
          <code className="font-mono text-sm break-id">{model.id}</code>
          <CopyButton text={model.id} label={`Copy ${model.id}`} iconOnly />
        </p>
      </Stack>
      <ModelDetails model={model} />
    </Stack>
  );
}
