import { Route, Routes } from 'react-router-dom';
import { CostPage } from './cost/CostPage';
import { HealthPage } from './health/HealthPage';
import { OptimisePage } from './optimise/OptimisePage';
import { RunList } from './list/RunList';
import { RunPage } from './run/RunPage';
import { CoveragePage } from './tests/trend/CoveragePage';
import { TestPage } from './tests/TestPage';
import { TestsPage } from './tests/TestsPage';

/** The pipelines area: the list of runs with the page of each, below them the same of tests, how pipelines do, and what they cost. */
export const Pipelines = () => (
  <Routes>
    <Route path="" element={<RunList />} />
    <Route path="runs/:runId" element={<RunPage />} />
    <Route path="health" element={<HealthPage />} />
    <Route path="optimise" element={<OptimisePage />} />
    <Route path="cost" element={<CostPage />} />
    <Route path="tests" element={<TestsPage />} />
    <Route path="tests/coverage" element={<CoveragePage />} />
    <Route path="tests/:testId" element={<TestPage />} />
  </Routes>
);
