import type { Metadata } from "next";
import { Providers } from "@/app/providers";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { Contents } from "./_components/contents";
import { SampleGroup } from "./_components/sample-group";
import { ThemeChoice } from "./_components/theme-choice";
import { samples } from "./_samples/list";

export const metadata: Metadata = { title: "Component gallery" };

/** Every component in its states. The ending of this file's name keeps it out of production (next.config.ts). */
export default function GalleryPage() {
  const files = Object.entries(samples);
  const folders = [...new Set(files.map(([file]) => folderOf(file)))];
  return (
    <Providers formatChoice="en-US">
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[1280px] min-w-0 p-4 outline-none lg:p-6">
        <Stack gap="roomy">
          <PageHeader
            title="Component gallery"
            sentence="Every component in its states. Served in development only."
            action={<ThemeChoice />}
          />
          <Contents folders={folders} />
          {folders.map((folder) => (
            <SampleGroup
              key={folder}
              folder={folder}
              samples={files.filter(([file]) => folderOf(file) === folder)}
            />
          ))}
        </Stack>
      </main>
    </Providers>
  );
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/"));
}
