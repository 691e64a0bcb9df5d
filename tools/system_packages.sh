#!/bin/sh
# Programs that some tests run and no Python package brings: LibreOffice, which opens PPTX and ODP decks.
# They are installed where that is possible without a password; elsewhere it is said what will be skipped.
set -eu
command -v soffice >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing LibreOffice Impress for the tests of PPTX and ODP decks"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y \
        libreoffice-impress libreoffice-draw fonts-dejavu-core fonts-liberation fontconfig >/dev/null
else
    echo "LibreOffice is not installed: the tests that open PPTX and ODP decks will be skipped"
fi
