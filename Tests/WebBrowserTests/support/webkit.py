"""WebKit through its own driver, with MiniBrowser on a display in memory."""

import contextlib
import glob
import os
import subprocess

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.support.ui import WebDriverWait


@contextlib.contextmanager
def display():
    """An X server that draws into memory. Yields its name."""
    reader, writer = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "800x1000x24", "-nolisten", "tcp"], pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as file:
            yield ":" + file.readline().strip()
    finally:
        process.terminate()
        process.wait(30)


@contextlib.contextmanager
def webkit(home):
    """A WebKit browser, as a selenium driver."""
    with display() as name:
        options = webdriver.WebKitGTKOptions()
        options.binary_location = glob.glob("/usr/lib/*/webkit2gtk-4*/MiniBrowser")[0]
        options.add_argument("--automation")
        # An environment of its own: without a session bus or a home, it keeps nothing.
        environment = {"DISPLAY": name, "HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        service = webdriver.WebKitGTKService("/usr/bin/WebKitWebDriver", env=environment)
        driver = webdriver.WebKitGTK(options=options, service=service)
        driver.set_page_load_timeout(60)
        try:
            yield driver
        finally:
            driver.quit()


def found(driver, selector, seconds=30):
    """The first match, as soon as it is there. While a page is left, WebKit refuses every question."""
    return WebDriverWait(driver, seconds, 0.1, [WebDriverException]).until(lambda driver: driver.find_element("css selector", selector))
