import './bar.css';
import './style.css';
import { byId } from './dom';
import { watchHealth } from './health';
import { offerIssuer } from './issuer';
import { openPage, showAccount } from './page';
import { openSearch } from './search';
import { signInForm } from './sign-in-form';

const page = openPage('page.start');
void watchHealth(byId('lights'), page.t);

const user = await page.api.session();
showAccount(page, user);
byId('search').hidden = !user;
byId('sign-in').hidden = Boolean(user);
if (user) openSearch(page);
else {
  const here = location.pathname + location.search;
  byId('form').append(signInForm(page, here));
  void offerIssuer(byId('form'), page, here);
}
