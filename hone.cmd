@echo off
rem Starts hone. The first start builds it; so does the first start after the sources changed.
rem A build goes to a directory of its own under .hone\app and is taken into use by writing its name to .hone\current.
setlocal
set "root=%~dp0"
set "home=%root%.hone"
where dotnet >nul 2>nul
if errorlevel 1 (
  echo error: hone needs the .NET 10 SDK, and there is no 'dotnet' on the PATH 1>&2
  echo hint: install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start hone again 1>&2
  exit /b 1
)
call :fresh
if errorlevel 1 call :build
if errorlevel 1 exit /b 1
set /p name=<"%home%\current"
"%home%\app\%name%\hone.exe" %*
exit /b %errorlevel%

:fresh
if not exist "%home%\current" exit /b 1
powershell -NoProfile -Command "$built=(Get-Item '%home%\current').LastWriteTimeUtc; if (Get-ChildItem '%root%src','%root%Directory.*.props','%root%global.json' -Recurse -Force | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1) { exit 1 }"
exit /b %errorlevel%

:build
echo hone: building ... 1>&2
if not exist "%home%\app" mkdir "%home%\app"
rem A directory is made by exactly one of two starts at once; the other waits until it is gone.
:lock
mkdir "%home%\lock" 2>nul
if errorlevel 1 (
  timeout /t 1 /nobreak >nul
  if exist "%home%\lock" goto lock
  call :fresh
  if not errorlevel 1 exit /b 0
  goto lock
)
for /f %%t in ('powershell -NoProfile -Command "[DateTime]::UtcNow.Ticks"') do set "name=%%t"
call :publish true
if errorlevel 1 call :publish false
if errorlevel 1 (
  rmdir "%home%\lock"
  type "%home%\build.log" 1>&2
  echo error: hone could not be built; the log above is %home%\build.log 1>&2
  exit /b 1
)
>"%home%\current.new" echo %name%
powershell -NoProfile -Command "(Get-Item '%home%\current.new').LastWriteTimeUtc = [DateTime]::new(%name%, 'Utc')"
move /y "%home%\current.new" "%home%\current" >nul
rmdir "%home%\lock"
exit /b 0

:publish
dotnet publish "%root%src\Hone.Cli" -c Release --artifacts-path "%home%\build" -o "%home%\app\%name%" --nologo -v quiet -p:UseCurrentRuntimeIdentifier=true -p:SelfContained=false -p:PublishReadyToRun=%1 >"%home%\build.log" 2>&1
exit /b %errorlevel%
