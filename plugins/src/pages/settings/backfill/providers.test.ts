import { namesIn } from './providers';

test.each([
  ['demo/shop', ['demo/shop']],
  ['demo/shop\n demo/cart , demo/shop\n\n', ['demo/shop', 'demo/cart']],
  ['https://github.com/demo/shop.git', ['demo/shop']],
  ['https://git.example.org/group/sub/project/', ['group/sub/project']],
  ['https://jenkins.example.org/job/folder/job/build/', ['folder/build']],
  ['', []],
])('%p names %p', (text, names) => expect(namesIn(text)).toEqual(names));
