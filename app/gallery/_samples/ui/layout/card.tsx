import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/layout/card";

const tones = ["plain", "danger", "accent"] as const;

export function CardSamples() {
  return (
    <>
      {tones.map((tone) => (
        <Sample key={tone} state={tone === "plain" ? "Default" : `Tone ${tone}`}>
          <Card tone={tone} title={`Card, ${tone}`} description="One subject." action={<Button>Edit</Button>}>
            <p>Content</p>
          </Card>
        </Sample>
      ))}
      <Sample state="Flush, for tables and charts">
        <Card padding="flush" title="Card, flush">
          <div className="h-16 border-t border-line bg-surface-sunken" />
        </Card>
      </Sample>
      <Sample state="Without a title">
        <Card>
          <p>Content</p>
        </Card>
      </Sample>
      <Sample state="Long text">
        <Card title={longText} description={longText} action={<Button>Edit</Button>} />
      </Sample>
    </>
  );
}
