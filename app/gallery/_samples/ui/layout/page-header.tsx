import { longText, longWord, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { PageHeader } from "@/components/ui/layout/page-header";

export function PageHeaderSamples() {
  return (
    <>
      <Sample state="Default">
        <PageHeader
          title="Keys"
          sentence="Create a key for each application."
          action={<Button variant="primary">Create key</Button>}
        />
      </Sample>
      <Sample state="Long text">
        <PageHeader title={longWord} sentence={longText} action={<Button>Delete</Button>} />
      </Sample>
    </>
  );
}
