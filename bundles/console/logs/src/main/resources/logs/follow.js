'use strict';

// Puts behind the entries of a log what comes; rests while the page is hidden or stopped.
(function () {
    const every = 2000;
    const most = 1000;
    let asking = false;

    function atEnd(list) {
        return list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    }

    async function look(list) {
        const address = list.dataset.news + '&cursor=' + encodeURIComponent(list.dataset.cursor);
        const answer = await fetch(address, {
            headers: {'X-Refresh': 'yes'},
            signal: AbortSignal.timeout(20000)
        });
        if (!answer.ok || answer.redirected) {
            return;
        }
        const news = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('ol[data-cursor]');
        if (!news || !list.isConnected) {
            return;
        }
        const follows = atEnd(list);
        list.dataset.cursor = news.dataset.cursor;
        list.append(...news.children);
        while (list.children.length > most) {
            list.firstElementChild.remove();
        }
        const none = document.getElementById('none');
        if (none && list.children.length) {
            none.remove();
        }
        if (follows) {
            list.scrollTop = list.scrollHeight;
        }
    }

    function goes() {
        const live = document.getElementById('live');
        return !document.hidden && (!live || live.getAttribute('aria-pressed') !== 'false');
    }

    async function follow() {
        const list = document.getElementById('lines');
        if (!list || asking || !goes()) {
            return;
        }
        asking = true;
        try {
            await look(list);
        } catch (e) {
            // The server is away for a moment.
        } finally {
            asking = false;
        }
    }

    setInterval(follow, every);
    // Who comes back to it sees at once what has been written.
    document.addEventListener('visibilitychange', follow);

    const list = document.getElementById('lines');
    if (list) {
        list.scrollTop = list.scrollHeight;
    }
})();
