import { Menu as KitMenu } from '@mantine/core';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

export interface MenuEntry {
  readonly text: string;
  readonly onChoose: () => void;
  readonly isDisabled?: boolean;
  /** right of the text: a shortcut, a range */
  readonly aside?: string;
  /** one of several, of which one is chosen: marked where it is */
  readonly isChosen?: boolean;
}

interface MenuProps {
  /** accessible name of the button, and its text */
  readonly label: string;
  /** shows the arrow alone: beside a button whose other forms the menu offers */
  readonly isBare?: boolean;
  readonly entries: readonly MenuEntry[];
  readonly isDisabled?: boolean;
  readonly title?: string;
}

/** A button that opens a list of actions. */
export function Menu({ label, entries, isBare = false, isDisabled = false, title }: MenuProps) {
  return (
    <KitMenu position="bottom-start" offset={2} shadow="sm" transitionProps={{ duration: 0 }} withinPortal>
      <KitMenu.Target>
        <Button disabled={isDisabled} title={title} {...(isBare ? { 'aria-label': label } : {})}>
          {isBare ? null : label}
          <Icon name="chevron" />
        </Button>
      </KitMenu.Target>
      <KitMenu.Dropdown>
        {entries.map((entry) => (
          <KitMenu.Item
            key={entry.text}
            disabled={entry.isDisabled ?? false}
            onClick={entry.onChoose}
            rightSection={entry.isChosen ? <Icon name="check" /> : entry.aside}
            {...(entry.isChosen === undefined ? {} : { role: 'menuitemradio', 'aria-checked': entry.isChosen })}
          >
            {entry.text}
          </KitMenu.Item>
        ))}
      </KitMenu.Dropdown>
    </KitMenu>
  );
}
