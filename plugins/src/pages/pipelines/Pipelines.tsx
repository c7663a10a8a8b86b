import { Route, Routes } from 'react-router-dom';
import { RunList } from './list/RunList';
import { RunPage } from './run/RunPage';

/** The pipelines area: the list and, below it, the page of a run. */
export const Pipelines = () => (
  <Routes>
    <Route path="" element={<RunList />} />
    <Route path="runs/:runId" element={<RunPage />} />
  </Routes>
);
