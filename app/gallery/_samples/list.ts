import type { ComponentType } from "react";
import { ButtonSamples } from "./ui/actions/button";
import { ChipSamples } from "./ui/actions/chip";
import { CopyButtonSamples } from "./ui/actions/copy-button";
import { CopyValueSamples } from "./ui/actions/copy-value";
import { IconButtonSamples } from "./ui/actions/icon-button";
import { LinkButtonSamples } from "./ui/actions/link-button";
import { SegmentedControlSamples } from "./ui/actions/segmented-control";
import { SegmentedLinksSamples } from "./ui/actions/segmented-links";
import { SubmitButtonSamples } from "./ui/actions/submit-button";
import { TextLinkSamples } from "./ui/actions/text-link";
import { ActionFormSamples } from "./ui/forms/action-form";
import { ChoiceFieldSamples } from "./ui/forms/choice-field";
import { FieldSamples } from "./ui/forms/field";
import { FormStatusSamples } from "./ui/forms/form-status";
import { PasswordFieldSamples } from "./ui/forms/password-field";
import { RadioCardsSamples } from "./ui/forms/radio-cards";
import { SecretFieldSamples } from "./ui/forms/secret-field";
import { SelectFieldSamples } from "./ui/forms/select-field";
import { SettingRowSamples } from "./ui/forms/setting-row";
import { SettingSwitchSamples } from "./ui/forms/setting-switch";
import { TextAreaFieldSamples } from "./ui/forms/text-area-field";
import { TextFieldSamples } from "./ui/forms/text-field";
import { ConfirmDialogSamples } from "./ui/overlays/confirm-dialog";
import { DialogSamples } from "./ui/overlays/dialog";
import { DiscardDialogSamples } from "./ui/overlays/discard-dialog";
import { MenuSamples } from "./ui/overlays/menu";
import { PopoverSamples } from "./ui/overlays/popover";
import { SheetSamples } from "./ui/overlays/sheet";
import { TooltipSamples } from "./ui/overlays/tooltip";
import { DayRangeCalendarSamples } from "./ui/dates/day-range-calendar";
import { CodeBlockSamples } from "./ui/data/code-block";
import { DefinitionListSamples } from "./ui/data/definition-list";
import { FigureCardSamples } from "./ui/data/figure-card";
import { FigureStripSamples } from "./ui/data/figure-strip";
import { PaginationSamples } from "./ui/data/pagination";
import { SnippetTabsSamples } from "./ui/data/snippet-tabs";
import { TableSamples } from "./ui/data/table";
import { BadgeSamples } from "./ui/feedback/badge";
import { BannerSamples } from "./ui/feedback/banner";
import { EmptyStateSamples } from "./ui/feedback/empty-state";
import { FailedStateSamples } from "./ui/feedback/failed-state";
import { ProgressBarSamples } from "./ui/feedback/progress-bar";
import { TaskProgressSamples } from "./ui/feedback/task-progress";
import { SkeletonSamples } from "./ui/feedback/skeleton";
import { ToastRegionSamples } from "./ui/feedback/toast-region";
import { ToasterSamples } from "./ui/feedback/toaster";
import { CardSamples } from "./ui/layout/card";
import { DisclosureSamples } from "./ui/layout/disclosure";
import { LocalTabsSamples } from "./ui/layout/local-tabs";
import { PageHeaderSamples } from "./ui/layout/page-header";
import { ProseSamples } from "./ui/layout/prose";
import { StackSamples } from "./ui/layout/stack";
import { TabsSamples } from "./ui/layout/tabs";
import { ChecklistSamples } from "./product/checklist";
import { CodeFieldSamples } from "./product/code-field";
import { GenerationStatusSamples } from "./product/generation-status";
import { KeyConditionSamples } from "./product/key-condition";
import { KeyLabelSamples } from "./product/key-label";
import { KeyStatusSamples } from "./product/key-status";
import { MarkSamples } from "./product/mark";
import { ModelNameSamples } from "./product/model-name";
import { MomentSamples } from "./product/moment";
import { MomentTextSamples } from "./product/moment-text";
import { MoneySamples } from "./product/money";
import { MoneyTextSamples } from "./product/money-text";
import { NotThereSamples } from "./product/not-there";
import { AutomaticRetrySamples } from "./product/automatic-retry";
import { PageFailureSamples } from "./product/page-failure";
import { PurchaseStatusSamples } from "./product/purchase-status";
import { RetryButtonSamples } from "./product/retry-button";
import { RunningNumberSamples } from "./product/running-number";
import { AccountMenuSamples } from "./product/frame/account-menu";
import { AppFrameSamples } from "./product/frame/app-frame";
import { AuthFrameSamples } from "./product/frame/auth-frame";
import { BalanceChipSamples } from "./product/frame/balance-chip";
import { CommandPaletteSamples } from "./product/frame/command-palette";
import { CommandsSamples } from "./product/frame/commands";
import { KeySamples } from "./product/frame/key";
import { NavigationBarSamples } from "./product/frame/navigation-bar";
import { NoticesLinkSamples } from "./product/frame/notices-link";
import { OfflineBarSamples } from "./product/frame/offline-bar";
import { PageLinkSamples } from "./product/frame/page-link";
import { KeyboardMapSamples } from "./product/frame/keyboard-map";
import { MobileMenuSamples } from "./product/frame/mobile-menu";
import { NavLinksSamples } from "./product/frame/nav-links";
import { PublicFrameSamples } from "./product/frame/public-frame";
import { SandboxBannerSamples } from "./product/frame/sandbox-banner";
import { SkipLinkSamples } from "./product/frame/skip-link";
import { WorkspaceNameSamples } from "./product/frame/workspace-name";

/**
 * The samples of every component by its file in `components`, in the order of the page. A test compares the list with
 * the files.
 */
export const samples: Readonly<Record<string, ComponentType>> = {
  "ui/actions/button": ButtonSamples,
  "ui/actions/chip": ChipSamples,
  "ui/actions/copy-button": CopyButtonSamples,
  "ui/actions/copy-value": CopyValueSamples,
  "ui/actions/icon-button": IconButtonSamples,
  "ui/actions/link-button": LinkButtonSamples,
  "ui/actions/segmented-control": SegmentedControlSamples,
  "ui/actions/segmented-links": SegmentedLinksSamples,
  "ui/actions/submit-button": SubmitButtonSamples,
  "ui/actions/text-link": TextLinkSamples,
  "ui/forms/action-form": ActionFormSamples,
  "ui/forms/choice-field": ChoiceFieldSamples,
  "ui/forms/field": FieldSamples,
  "ui/forms/form-status": FormStatusSamples,
  "ui/forms/password-field": PasswordFieldSamples,
  "ui/forms/radio-cards": RadioCardsSamples,
  "ui/forms/secret-field": SecretFieldSamples,
  "ui/forms/select-field": SelectFieldSamples,
  "ui/forms/setting-row": SettingRowSamples,
  "ui/forms/setting-switch": SettingSwitchSamples,
  "ui/forms/text-area-field": TextAreaFieldSamples,
  "ui/forms/text-field": TextFieldSamples,
  "ui/overlays/confirm-dialog": ConfirmDialogSamples,
  "ui/overlays/dialog": DialogSamples,
  "ui/overlays/discard-dialog": DiscardDialogSamples,
  "ui/overlays/menu": MenuSamples,
  "ui/overlays/popover": PopoverSamples,
  "ui/overlays/sheet": SheetSamples,
  "ui/overlays/tooltip": TooltipSamples,
  "ui/dates/day-range-calendar": DayRangeCalendarSamples,
  "ui/data/code-block": CodeBlockSamples,
  "ui/data/definition-list": DefinitionListSamples,
  "ui/data/figure-card": FigureCardSamples,
  "ui/data/figure-strip": FigureStripSamples,
  "ui/data/pagination": PaginationSamples,
  "ui/data/snippet-tabs": SnippetTabsSamples,
  "ui/data/table": TableSamples,
  "ui/feedback/badge": BadgeSamples,
  "ui/feedback/banner": BannerSamples,
  "ui/feedback/empty-state": EmptyStateSamples,
  "ui/feedback/failed-state": FailedStateSamples,
  "ui/feedback/progress-bar": ProgressBarSamples,
  "ui/feedback/task-progress": TaskProgressSamples,
  "ui/feedback/skeleton": SkeletonSamples,
  "ui/feedback/toast-region": ToastRegionSamples,
  "ui/feedback/toaster": ToasterSamples,
  "ui/layout/card": CardSamples,
  "ui/layout/disclosure": DisclosureSamples,
  "ui/layout/local-tabs": LocalTabsSamples,
  "ui/layout/page-header": PageHeaderSamples,
  "ui/layout/prose": ProseSamples,
  "ui/layout/stack": StackSamples,
  "ui/layout/tabs": TabsSamples,
  "product/checklist": ChecklistSamples,
  "product/code-field": CodeFieldSamples,
  "product/generation-status": GenerationStatusSamples,
  "product/key-condition": KeyConditionSamples,
  "product/key-label": KeyLabelSamples,
  "product/key-status": KeyStatusSamples,
  "product/mark": MarkSamples,
  "product/model-name": ModelNameSamples,
  "product/moment": MomentSamples,
  "product/moment-text": MomentTextSamples,
  "product/money": MoneySamples,
  "product/money-text": MoneyTextSamples,
  "product/not-there": NotThereSamples,
  "product/automatic-retry": AutomaticRetrySamples,
  "product/page-failure": PageFailureSamples,
  "product/purchase-status": PurchaseStatusSamples,
  "product/retry-button": RetryButtonSamples,
  "product/running-number": RunningNumberSamples,
  "product/frame/account-menu": AccountMenuSamples,
  "product/frame/app-frame": AppFrameSamples,
  "product/frame/auth-frame": AuthFrameSamples,
  "product/frame/balance-chip": BalanceChipSamples,
  "product/frame/command-palette": CommandPaletteSamples,
  "product/frame/commands": CommandsSamples,
  "product/frame/key": KeySamples,
  "product/frame/navigation-bar": NavigationBarSamples,
  "product/frame/notices-link": NoticesLinkSamples,
  "product/frame/offline-bar": OfflineBarSamples,
  "product/frame/page-link": PageLinkSamples,
  "product/frame/keyboard-map": KeyboardMapSamples,
  "product/frame/mobile-menu": MobileMenuSamples,
  "product/frame/nav-links": NavLinksSamples,
  "product/frame/public-frame": PublicFrameSamples,
  "product/frame/sandbox-banner": SandboxBannerSamples,
  "product/frame/skip-link": SkipLinkSamples,
  "product/frame/workspace-name": WorkspaceNameSamples,
};
