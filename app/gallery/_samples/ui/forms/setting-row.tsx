import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";

export function SettingRowSamples() {
  return (
    <>
      <Sample state="Rows in a group">
        <SettingGroup title="Data" description="What is kept, and for how long.">
          <SettingRow
            title="Export"
            consequence="All requests as CSV."
            control={<Button size="small">Export</Button>}
          />
          <SettingRow title="Receipts" consequence="With something below.">
            <p>Nothing was removed yet.</p>
          </SettingRow>
        </SettingGroup>
      </Sample>
      <Sample state="Long text">
        <SettingGroup title={longText} description={longText}>
          <SettingRow
            title={longText}
            consequence={longText}
            control={<Button size="small">Export</Button>}
          />
        </SettingGroup>
      </Sample>
    </>
  );
}
