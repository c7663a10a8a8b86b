import { absolute, ago } from './format';

/** A time as its age, with the absolute time on hover and for copying. */
export const Ago = ({ time }: { time: string | null }) =>
  time === null ? (
    <span>–</span>
  ) : (
    <time dateTime={time} title={absolute(time)} style={{ whiteSpace: 'nowrap' }}>
      {ago(time)}
    </time>
  );
