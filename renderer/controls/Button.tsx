import type { ButtonHTMLAttributes, Ref } from 'react';
import styles from './controls.module.css';
import { Icon, type IconName } from './Icon.tsx';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly isPrimary?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
};

export function Button({ isPrimary = false, className = '', ...rest }: ButtonProps) {
  const classes = [styles.button, isPrimary ? styles.primary : '', className].join(' ');
  return <button type="button" className={classes} {...rest} />;
}

type IconButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly icon: IconName;
  /** accessible name and tooltip */
  readonly label: string;
  readonly ref?: Ref<HTMLButtonElement>;
};

/** A button that shows only a drawing. */
export function IconButton({ icon, label, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`${styles.button} ${styles.icon} ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
