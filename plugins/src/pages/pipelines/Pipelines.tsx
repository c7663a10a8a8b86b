import { Route, Routes } from 'react-router-dom';
import { HealthPage } from './health/HealthPage';
import { RunList } from './list/RunList';
import { RunPage } from './run/RunPage';
import { TestPage } from './tests/TestPage';
import { TestsPage } from './tests/TestsPage';

/** The pipelines area: the list of runs with the page of each, below them the same of tests, and how pipelines do. */
export const Pipelines = () => (
  <Routes>
    <Route path="" element={<RunList />} />
    <Route path="runs/:runId" element={<RunPage />} />
    <Route path="health" element={<HealthPage />} />
    <Route path="tests" element={<TestsPage />} />
    <Route path="tests/:testId" element={<TestPage />} />
  </Routes>
);
