import { blockText } from '../../document/notation';
import { type BlockPlace, blockLetter } from '../../document/walk';
import { useBook } from '../builder-context';
import { blockName } from '../selection';
import { BlockFields } from './block-fields';

/** A superset or circuit as a whole. */
export function BlockPanel({ place }: { place: BlockPlace }) {
  const book = useBook();
  return (
    <>
      <div>
        <p className="text-xs font-medium text-faint">
          {place.day.name}, block {blockLetter(place.blockIndex)}
        </p>
        <h2 className="mt-0.5 text-lg leading-6 font-semibold tracking-tight">
          {blockText(place.block)}
        </h2>
        <p className="text-soft">{blockName(place.block, (id) => book.nameOf(id))}</p>
      </div>
      <BlockFields block={place.block} />
    </>
  );
}
