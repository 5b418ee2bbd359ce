package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gosnn/kernel/e2e/browser"
)

// TestHubLogin has two users log in at a hub with the ready configuration, each in a browser of their own, and find JupyterLab with
// the kernel. Neither reaches the other's server, and who is not on the list is not let in.
func TestHubLogin(t *testing.T) {
	t.Parallel()
	hb := startHub(t, home(t).Dir+"/go/build")
	login := func(name string) *browser.Tab {
		b := browser.Open(t, 1200, 900, 8*time.Minute)
		b.Do(chromedp.Navigate(hb.address + "/hub/login"))
		b.Wait(time.Minute, `document.querySelector('#username_input')`)
		browser.Value[bool](b, `(() => {
			document.querySelector('#username_input').value = '`+name+`';
			document.querySelector('#password_input').value = 'any';
			document.querySelector('form').requestSubmit();
			return true;
		})()`)
		return b
	}
	for name, other := range map[string]string{"student1": "student2", "student2": "student1"} {
		b := login(name)
		b.Wait(3*time.Minute, `location.pathname.startsWith('/user/`+name+`/lab')`)
		b.Wait(3*time.Minute, `document.querySelector('.jp-LauncherCard[title="Go (SNN)"]')`)
		b.Do(chromedp.Navigate(hb.address + "/user/" + other + "/lab"))
		b.Wait(time.Minute, `document.readyState === 'complete' && !document.querySelector('.jp-LauncherCard') && /40[34] :|no access/i.test(document.body.innerText)`)
	}
	b := login("mallory")
	b.Wait(time.Minute, `document.readyState === 'complete' && document.querySelector('.login_error, .alert') && location.pathname.startsWith('/hub/login')`)
}
